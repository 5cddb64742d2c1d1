"""Janus (Debian package `janus`) over its WebSocket API: what the measurement compares with.

The media engine on it is not built yet; reading order: wire, api, sdp.
"""
