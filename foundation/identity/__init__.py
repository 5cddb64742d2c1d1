"""Who is asking: staff with name and password, applicants with a one-time link.

Reading order: model, store, signin, links, door (cookies), policies, api.
"""
