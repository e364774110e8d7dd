package confidence

import "math"

// Looks says when a judgement that goes on while samples come in may be looked at, and at which level, so that all looks
// together err as rarely as one look would.
//
// The first look is at the least number of samples, each further one when that has doubled since the last one. Look k has
// the level
//
//	1 − α_k,   α_k = 6 α/(π² k²),   α = 1 − level,
//
// and Σ α_k = α: by Boole's inequality the chance that any of the looks errs is at most α, however many there are and
// however they depend on each other; that each limit alone errs, α/2. When a look is due depends on how many samples there
// are, not on what they are, so that nobody can look at a favourable moment. Between looks nothing is decided. Doubling costs
// at most a factor of two in delay, and lets α_k fall with the logarithm of the samples only.
// Source: Darling & Robbins 1967, Confidence sequences for mean, variance, and median, PNAS 58 (blocks of doubling length
// and Σ 1/k²).
type Looks struct {
	level, due float64
	taken      int
}

// NewLooks begins with a look at the least number of samples. level, in (0, 1), is that of all looks together.
func NewLooks(level, least float64) Looks { return Looks{level: level, due: least} }

// Due reports whether so many samples are enough for the next look.
func (l *Looks) Due(n float64) bool { return n >= l.due }

// Next is the number of samples of the next look.
func (l *Looks) Next() float64 { return l.due }

// Taken is the number of looks so far.
func (l *Looks) Taken() int { return l.taken }

// Level is that of the next look.
func (l *Looks) Level() float64 { return l.LevelAfter(0) }

// LevelAfter is the level of the look after so many others to come.
func (l *Looks) LevelAfter(more int) float64 {
	k := float64(l.taken + 1 + more)
	return 1 - (1-l.level)*6/(math.Pi*math.Pi*k*k)
}

// Take notes a look at so many samples.
func (l *Looks) Take(n float64) {
	l.taken++
	l.due = 2 * n
}

// NormalQuantile is how many standard errors a limit of a two-sided level lies away, where errors are normal.
func NormalQuantile(level float64) float64 { return normalQuantile(level) }
