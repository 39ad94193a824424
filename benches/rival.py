#!/usr/bin/env python3
"""Baton's encoder against ONNX Runtime on the same weights and texts, in turn, on one thread; prints the ratios.

  benches/rival.py --peer PEER_ORT.PY --weights FOLDER --texts FILE [--baton target/release/baton] [--rounds 5]

FOLDER holds the f32 weights (model.safetensors, tokenizer.json, config.json). Run it with a Python that has numpy, onnx,
onnxruntime, tokenizers and safetensors. The rounds alternate, so that whatever else the machine does meets both alike;
the median of the rounds counts. A ratio below 1 means that Baton is faster."""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"failed to run {' '.join(command)}: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--peer", required=True)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--texts", required=True)
    ap.add_argument("--baton", default="target/release/baton")
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--limit", type=int, default=300)
    a = ap.parse_args()
    with open(a.texts, encoding="utf-8") as file:
        texts = [line.rstrip("\n") for line in file if line.strip()][: a.limit]
    rounds = []
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as same:
        same.write("\n".join(texts) + "\n")
        same.flush()
        for number in range(a.rounds):
            ours = run([a.baton, "bench", "encode", "--texts", same.name, "--json"])
            peer = run([sys.executable, a.peer, "bench", a.weights, "--texts", same.name, "--limit", str(a.limit)])
            rounds.append((ours["p50_ms"], peer["int8"]["p50_ms"], peer["fp32"]["p50_ms"]))
            print(f"round {number + 1}: baton {rounds[-1][0]:.3f} ms, "
                  f"onnxruntime int8 {rounds[-1][1]:.3f} ms, fp32 {rounds[-1][2]:.3f} ms", file=sys.stderr)
    ours, int8, fp32 = (statistics.median(column) for column in zip(*rounds))
    print(json.dumps({
        "n": len(texts), "rounds": a.rounds, "baton_p50_ms": ours, "ort_int8_p50_ms": int8, "ort_fp32_p50_ms": fp32,
        "to_int8": round(ours / int8, 3), "to_fp32": round(ours / fp32, 3),
    }))


if __name__ == "__main__":
    main()
