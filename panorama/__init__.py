"""Sample rooms: one layout file becomes plan, rules, room, panoramas and tour."""
