"""Whether PyYAML reads the same from two files: the same keys, the same values, of the same types.

Run: judge_load.py WRITTEN OFFICIAL [WRITTEN OFFICIAL …]
"""

import sys

import yaml


def differences(written, official, path=""):
    """Every place where the two differ, as sentences."""
    where = path or "the file"
    if type(written) is not type(official):
        return [f"{where}: {written!r} is a {type(written).__name__}, {official!r} a {type(official).__name__}"]
    if isinstance(official, dict):
        found = [f"{path}{key}: missing" for key in official if key not in written]
        found += [f"{path}{key}: not in the official file" for key in written if key not in official]
        for key in official:
            if key in written:
                found += differences(written[key], official[key], f"{path}{key}.")
        return found
    if isinstance(official, list):
        if len(written) != len(official):
            return [f"{where}: {len(written)} items, not {len(official)}"]
        return [
            one
            for place, (ours, theirs) in enumerate(zip(written, official, strict=True))
            for one in differences(ours, theirs, f"{path}{place}.")
        ]
    return [] if written == official else [f"{where.rstrip('.')}: {written!r}, not {official!r}"]


def main(paths):
    failed = 0
    pairs = list(zip(paths[::2], paths[1::2], strict=True))
    for written, official in pairs:
        with open(written) as ours, open(official) as theirs:
            found = differences(yaml.safe_load(ours), yaml.safe_load(theirs))
        for one in found:
            print(f"✗ {written} and {official}: {one}")
        failed += bool(found)
    print(f"{len(pairs) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
