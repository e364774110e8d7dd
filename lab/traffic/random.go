package traffic

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// Salts keep the draws of different purposes apart.
const (
	saltPlace = iota + 1
	saltBurst
	saltCount
	saltLevel
	saltSampled
)

// seed points the pod's generator at the draws of one purpose and one moment.
func (p *Pod) seed(salt uint64, moment int64) {
	p.source.Seed(mix(p.key, salt), mix(p.key+salt, uint64(moment)))
}

// mix scrambles two numbers into one (the finaliser of SplitMix64), so that neighbouring moments start unrelated draws.
func mix(a, b uint64) uint64 {
	z := a ^ (b+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// poisson draws a Poisson variable. Means below 10 count exponential gaps; larger ones use Hörmann's transformed
// rejection (PTRS, 1993). It is gonum's algorithm without the allocation gonum makes for each draw.
func poisson(random *rand.Rand, mean float64) uint64 {
	if mean < 10 {
		var n uint64
		for t := random.ExpFloat64(); t < mean; t += random.ExpFloat64() {
			n++
		}
		return n
	}
	b := 0.931 + 2.53*math.Sqrt(mean)
	a := -0.059 + 0.02483*b
	inverseAlpha := 1.1239 + 1.1328/(b-3.4)
	limit := 0.9277 - 3.6224/(b-2)
	for {
		u, v := random.Float64()-0.5, random.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + mean + 0.43)
		if us >= 0.07 && v <= limit {
			return uint64(k)
		}
		if k < 0 || (us < 0.013 && v > us) {
			continue
		}
		logFactorial, _ := math.Lgamma(k + 1)
		if math.Log(v*inverseAlpha/(a/(us*us)+b)) <= k*math.Log(mean)-mean-logFactorial {
			return uint64(k)
		}
	}
}
