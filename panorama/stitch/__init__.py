"""A ring of phone photos becomes one panorama, or is refused in words that name the photos.

Every photo that is given is used or the ring is refused: nothing is left out in silence.
Reading order: problems, model, camera, lens_facts (EXIF and XMP), photos (bounded reading),
features, pairs (two photos), ring (their order), adjust (all together), gate (good enough?),
strip (where pixels lie), exposure, seams, blend, fill, write, pipeline (the order of all this),
hugin (what is tried when ours is weak), command. model, camera, lens_facts, adjust and gate are
pure; those around them use OpenCV and Pillow. Knows foundation and `panorama.tiles` only.
"""
