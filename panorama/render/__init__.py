"""From a layout to pictures: surfaces, materials, baked light, panoramas. Own process only.

Reading order: surfaces (quads with materials), furnish (equipment), bake (light per vertex),
materials (colour and gloss at a point), equirect (a panorama), glb. Open3D is imported only in
`scene`, and only the process of `panorama.build` imports that.
"""
