#!/usr/bin/env python3
"""build.py - reads WordNet 3.0 and writes related.bin, newsdesk's table of related English words.

  python3 build.py [--work DIR] [--out related.bin]    # Python 3.11, standard library only; README.md is the card

Steps
  fetch    WordNet 3.0 as Debian packages, unpacked into the work folder, not installed
  words    which lemmas count: single words that the embedder's vocabulary or a WordNet tag knows
  relate   every related pair of them, with how usual the senses are through which it goes
  select   the pairs of a word that are most likely to be met
  export   header | relations a word | relations | words (format: README.md)

No evaluation text is read here, nothing is random, and no pair is chosen or left out by hand.
"""
import argparse, hashlib, re, struct, subprocess
from collections import defaultdict
from pathlib import Path

DEBS = {"wordnet-base=1:3.0-37": "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752",
        "wordnet-sense-index=1:3.0-37": "b22c7d3100470d90f812acc224718e4bd362d7ca427766fa3e11013c8c7895cf"}
POS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
KINDS = ["synonym", "derived", "broader", "narrower", "antonym"]     # the order of Kind in thesaurus.go
SENSES = 3          # of a word, per part of speech; derived words are related in whatever sense
RARE = .01          # senses below this share of a word's uses are left out
GENERAL = 60        # what has more synsets below it says next to nothing: entity, act, person, make
KEEP = 16           # relations a word, antonyms not counted; some turn out to share its stem
PRIOR = {"synonym": 1, "derived": 1, "broader": .6, "narrower": .6}  # only for choosing which to keep
MINWORD = 3
UNRANKED = 40_000   # rank given to words that are tagged but not in the embedder's vocabulary


def fetch(work):
    """the folder of WordNet's files, downloaded and unpacked into work at the first call"""
    if not (work / "ok").exists():
        work.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", *DEBS], cwd=work, check=True)
        for f in sorted(work.glob("*.deb")):
            if hashlib.sha256(f.read_bytes()).hexdigest() not in DEBS.values():
                raise SystemExit(f"{f} is not the package that this script was written for: remove it and try again")
            subprocess.run(["dpkg", "-x", f.name, "."], cwd=work, check=True)
        (work / "ok").touch()
    return work / "usr/share/wordnet"


class Synset:
    __slots__ = ("words", "ptr", "satellite", "below")

    def __init__(self, words, ptr, satellite):
        self.words, self.ptr, self.satellite, self.below = words, ptr, satellite, 0


def synsets(d):
    """id -> Synset; ptr = [(symbol, target id, word number here, word number there)], 0 for the whole synset"""
    out = {}
    for pos, ch in POS.items():
        for line in open(d / f"data.{pos}", encoding="latin-1"):
            if line.startswith("  "):
                continue
            f = line.split(" | ", 1)[0].split(" ")
            n = int(f[3], 16)
            k = 4 + 2 * n
            words = [re.sub(r"\(.*?\)$", "", f[4 + 2 * i]).lower() for i in range(n)]
            ptr = []
            for i in range(int(f[k])):
                sym, off, p, st = f[k + 1 + 4 * i:k + 5 + 4 * i]
                ptr.append((sym, p.replace("s", "a") + off, int(st[:2], 16), int(st[2:], 16)))
            out[ch + f[0]] = Synset(words, ptr, f[2] == "s")
    return out


def count_below(S):
    """how many synsets stand below each, at any depth, instances (Paris of capital) left out. An adjective's
    satellites (huge, tiny) stand below their head (large, small)."""
    kids = {k: [t for y, t, _, _ in s.ptr if y == "~" or y == "&" and S[t].satellite] for k, s in S.items()}
    for k in S:
        seen, todo = set(), list(kids[k])
        while todo and len(seen) <= GENERAL:
            t = todo.pop()
            if t not in seen:
                seen.add(t)
                todo += kids[t]
        S[k].below = len(seen)


def senses(d):
    """word -> {synset id: (share of the word's uses, number)}, and the tagged words. The share is from tag counts
    with a prior that falls with the sense's number."""
    raw, tagged = defaultdict(dict), set()
    for line in open(d / "index.sense", encoding="latin-1"):
        key, off, num, cnt = line.split()
        w, p = key.split("%")
        raw[w]["nvara"[int(p[0]) - 1] + off] = (int(cnt) + 1 / int(num), int(num))
        if int(cnt):
            tagged.add(w)
    out = {}
    for w, ss in raw.items():
        total = sum(x for x, _ in ss.values())
        out[w] = {s: (x / total, num) for s, (x, num) in ss.items()}
    return out, tagged


def vocabulary(path):
    """whole words among the embedder's pieces -> rank by frequency (format: ../embed/README.md)"""
    b = path.read_bytes()
    magic, _, dim, n, _ = struct.unpack("<8sIIII", b[:24])
    if magic != b"NDSTATIC":
        raise SystemExit(f"{path} is no table of the embedder")
    pieces = b[128 + n * dim + 4 * n:].decode().split("\n")
    return {w: i for i, w in enumerate(pieces) if re.fullmatch(r"[a-z]+", w)}


def relate(S, P, known):
    """(word, kind, related) -> (senses of the word, senses of the related) through which the relation goes"""
    R = defaultdict(lambda: (set(), set()))

    def usual(w, s):
        share, num = P[w][s]
        return num <= SENSES and share >= RARE

    def add(w, kind, t, s, u):
        if w != t and w in known and t in known and (kind == "derived" or usual(w, s)):
            R[w, kind, t][0].add(s)
            R[w, kind, t][1].add(u)

    for k, s in S.items():
        for w in s.words:
            for t in s.words:
                add(w, "synonym", t, k, k)
        for sym, to, i, j in s.ptr:
            here = [s.words[i - 1]] if i else s.words
            there = [S[to].words[j - 1]] if j else S[to].words
            for w in here:
                for t in there:
                    if sym in ("+", "\\", "<"):     # derivationally related, pertains to, participle of
                        add(w, "derived", t, k, to)
                        add(t, "derived", w, to, k)
                    elif sym == "$":                # verb group: two senses that dictionaries would not part
                        add(w, "synonym", t, k, to)
                    elif sym == "!":
                        add(w, "antonym", t, k, to)
                    elif (sym == "@" or sym == "&" and s.satellite) and S[to].below <= GENERAL:
                        add(w, "broader", t, k, to)
                        add(t, "narrower", w, to, k)
    return R


def select(R, P, rank):
    """word -> [(kind, related, closeness)], best first. Closeness is the geometric mean of the shares of use that the
    two words have in the senses through which they are related, 0 to 1. What is kept is what is close and common:
    the chance to meet a word falls with about the square root of its rank."""
    opposite = {(w, t) for w, kind, t in R if kind == "antonym"}
    by = defaultdict(list)
    for (w, kind, t), (s, u) in R.items():
        if kind != "antonym" and (w, t) in opposite:
            continue
        c = (sum(P[w][x][0] for x in sorted(s)) * sum(P[t][x][0] for x in sorted(u))) ** .5
        by[w].append((kind, t, min(c, 1.)))
    out = {}
    for w, rs in by.items():
        best = {}
        for kind, t, c in rs:                       # one relation a pair: the closest
            k = (-(1 + c) * PRIOR.get(kind, 0), KINDS.index(kind))
            if t not in best or k < best[t][0]:
                best[t] = (k, (kind, t, c))
        rs = sorted((r for _, r in best.values()), key=lambda r: (-(1 + r[2]) * PRIOR.get(r[0], 0) * rank.get(r[1], UNRANKED) ** -.5, r[1]))
        out[w] = [r for r in rs if r[0] != "antonym"][:KEEP] + sorted(r for r in rs if r[0] == "antonym")
    return out


def export(path, related):
    """little endian; every relation is the number of a word and a byte: kind * 32 + closeness * 31"""
    words = sorted(set(related) | {t for rs in related.values() for _, t, _ in rs})
    at = {w: i for i, w in enumerate(words)}
    counts, rels = bytearray(), bytearray()
    for w in words:
        rs = related.get(w, [])
        counts.append(len(rs))
        for kind, t, c in rs:
            rels += struct.pack("<HB", at[t], KINDS.index(kind) * 32 + round(c * 31))
    text = "".join(w + "\n" for w in words).encode()
    path.write_bytes(struct.pack("<8sIII", b"NDTHES01", len(words), len(rels) // 3, len(text)) + counts + rels + text)
    return len(words), len(rels) // 3


def main():
    here = Path(__file__).resolve().parent
    ap = argparse.ArgumentParser()
    ap.add_argument("--work", type=Path, default=Path("work"))
    ap.add_argument("--table", type=Path, default=here.parent / "embed" / "static256.bin")
    ap.add_argument("--out", type=Path, default=here / "related.bin")
    a = ap.parse_args()
    d = fetch(a.work)
    S = synsets(d)
    count_below(S)
    P, tagged = senses(d)
    rank = vocabulary(a.table)
    known = {w for w in P if re.fullmatch(r"[a-z]+", w) and len(w) >= MINWORD and (w in rank or w in tagged)}
    for w in sorted(P.keys() - known):              # "protester" by way of "protesters"
        if w + "s" in rank and w + "s" not in P and re.fullmatch(r"[a-z]{3,}", w):
            known.add(w)
            rank[w] = rank[w + "s"]
    related = select(relate(S, P, known), P, rank)
    n, r = export(a.out, related)
    b = a.out.read_bytes()
    print(f"{a.out}: {n} words of {len(known)}, {r} relations, {len(b)} bytes, SHA-256 {hashlib.sha256(b).hexdigest()}")


if __name__ == "__main__":
    main()
