"""Janus (Debian package `janus`) over its WebSocket API as a second media engine (decision 0012).

Reading order: wire, api, sdp, feeds, tap, engine.
"""
