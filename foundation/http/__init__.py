"""The edge: everything that knows HTTP and is not about a topic.

Reading order: app (what happens to every request), problems, validation, operation (what a route
says of itself), openapi (the document made of that), pages, health.
"""
