"""What a person confirmed of a picture: a length measured in it, a text or code read in it.

A note never changes the picture and never judges an item; the record prints it beside the item.
Reading order: model, store, service, api.
"""
