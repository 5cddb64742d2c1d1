"""Covering faces and papers on a kept picture.

The original stays as it was; what is shown, printed and exported from then on are copies whose
pixels under the boxes are gone. Who, when and why stand in the custody log.
Reading order: model, pixels, store, service, api.
"""
