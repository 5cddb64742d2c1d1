"""The tree of RFC 6962, 2.1: one hash for a whole log, short proofs for a line and for growth.

Pure. Hashes are the 32 bytes of SHA-256. A leaf's hash begins with 0, a node's with 1, so that
no node passes for a line.
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(line: bytes) -> bytes:
    """The hash of one line of the log."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbours."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of a log, from the hashes of its lines; an empty log has SHA-256 of nothing."""
    if not leaves:
        return sha256(b"").digest()
    row = list(leaves)
    while len(row) > 1:
        pairs = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]  # the last of an odd row moves up as it is
    return row[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What shows that the line at `index` is under the root (RFC 6962, 2.1.1), leaf side first.

    Raises:
        IndexError: there is no such line.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root(leaves[:half])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes) -> bool:
    """Whether the leaf stands at `index` of the log of `size` lines whose root is `top`."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            found = node_hash(hash_, found)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, hash_)
        node, last = node >> 1, last >> 1
    return last == 0 and found == top


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """What shows that the log only grew since it had `old_size` lines (RFC 6962, 2.1.2).

    Raises:
        IndexError: the log never had that size, or it was empty.
    """
    if not 0 < old_size <= len(leaves):
        raise IndexError(old_size)
    return _subproof(leaves, old_size, is_whole=True)


def is_consistent(
    old_size: int, old_root: bytes, size: int, top: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the log with root `top` begins with the log whose root was `old_root`."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == top
    node, last = old_size - 1, size - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    hashes = list(proof)
    if node == 0:
        hashes.insert(0, old_root)  # the old log is a whole tree of its own within the new one
    if not hashes:
        return False
    old = new = hashes[0]
    for hash_ in hashes[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            old, new = node_hash(hash_, old), node_hash(hash_, new)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, hash_)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == top


def _subproof(leaves: Sequence[bytes], old_size: int, *, is_whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if is_whole else [root(leaves)]
    half = _half(len(leaves))
    if old_size <= half:
        return [*_subproof(leaves[:half], old_size, is_whole=is_whole), root(leaves[half:])]
    return [*_subproof(leaves[half:], old_size - half, is_whole=False), root(leaves[:half])]


def _half(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)
