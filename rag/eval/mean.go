package eval

// The ways in which the rows' values become a figure: each returns the value,
// what it is a share or mean of, and whether there was anything to measure.

type figureOf = func(all, answerable, null []Row) (float64, int, bool)

func meanAll(key string) figureOf {
	return func(all, _, _ []Row) (float64, int, bool) { return mean(all, key) }
}

func meanAnswerable(key string) figureOf {
	return func(_, a, _ []Row) (float64, int, bool) { return mean(a, key) }
}

func ratioAll(part, whole string) figureOf {
	return func(all, _, _ []Row) (float64, int, bool) { return ratio(all, part, whole) }
}

func ratioAnswerable(part, whole string) figureOf {
	return func(_, a, _ []Row) (float64, int, bool) { return ratio(a, part, whole) }
}

// mean averages key over the rows that have it.
func mean(rows []Row, key string) (float64, int, bool) {
	sum, n := 0.0, 0
	for _, r := range rows {
		if v, ok := r.Values[key]; ok {
			sum += v
			n++
		}
	}
	return sum / float64(max(1, n)), n, n > 0
}

// ratio divides sums, so that each citation weighs the same.
func ratio(rows []Row, part, whole string) (float64, int, bool) {
	var p, w float64
	for _, r := range rows {
		p += r.Values[part]
		w += r.Values[whole]
	}
	return p / max(1, w), int(w), w > 0
}

// share is part of whole, known if whole is positive and known says so.
func share(part, whole int, known bool) (float64, int, bool) {
	return float64(part) / float64(max(1, whole)), whole, known && whole > 0
}

// silent counts abstentions.
func silent(rows []Row) int {
	n := 0
	for _, r := range rows {
		if r.Abstained {
			n++
		}
	}
	return n
}

func abstentionF1(_, answerable, null []Row) (float64, int, bool) {
	right, wrong := silent(null), silent(answerable)
	if len(null) == 0 || right+wrong == 0 {
		return 0, len(null), false
	}
	// 2pr/(p+r) with p = right/(right+wrong) and r = right/len(null).
	return 2 * float64(right) / float64(right+wrong+len(null)), len(null), true
}

// citing is the share of given answers that cite at least once.
func citing(_, answerable, _ []Row) (float64, int, bool) {
	n, with := 0, 0
	for _, r := range answerable {
		if !r.Abstained {
			n++
			if r.Values["n_cit"] > 0 {
				with++
			}
		}
	}
	return share(with, n, true)
}
