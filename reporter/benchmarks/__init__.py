"""Outside figures: sets of them, whether they may be compared with ours, and how far apart they are."""

from reporter.benchmarks.compare import compare_benchmarks
from reporter.benchmarks.load import BUILT_IN, SetFile, list_sets, load_set
from reporter.benchmarks.profile import Profile

__all__ = ["BUILT_IN", "Profile", "SetFile", "compare_benchmarks", "list_sets", "load_set"]
