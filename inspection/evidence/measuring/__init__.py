"""Lengths in a picture, by a sheet of known size that lies in the same plane.

A measured length is a hint with an error bar; what counts is the value a person confirms.
Reading order: plane, limits, sheet (the page to print), find (corners in a picture).
"""
