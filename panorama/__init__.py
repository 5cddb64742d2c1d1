"""Sample rooms: one layout file becomes rules report, plan, mesh, panoramas and a tour.

layout/ (model, rules, faults, plan) is pure and knows no file; `load` reads the layout file;
render/ (mesh, materials, bake, equirect) runs in a process of its own; `projection`, `tour` are
pure; `tiles` cuts; `build` is the order of the pipeline; `service` and `api` serve what was built.
May know checklists (item ids) and foundation. Read build.py first.
"""
