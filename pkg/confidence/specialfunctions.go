package confidence

import "math"

// inverseSqrtPi is 1/√π = Γ(1)/Γ(½).
const inverseSqrtPi = 0.5641895835477563

// digamma is ψ(x) = d ln Γ(x)/dx for x > 0: recurrence up to 8, then the asymptotic series (Abramowitz & Stegun 6.3.18),
// which is exact to the last places there: counts next to 8 must not see where the series starts.
func digamma(x float64) float64 {
	below := 0.0
	for x < 8 {
		below -= 1 / x
		x++
	}
	f := 1 / (x * x)
	series := f * (1/12.0 - f*(1/120.0-f*(1/252.0-f*(1/240.0-f*(1/132.0-f*(691/32760.0-f*(1/12.0)))))))
	return below + math.Log(x) - 0.5/x - series
}

// digammaMinusLog is ψ(x) − ln x < 0, the bias of the logarithm of a Poisson count, for x > 0.
func digammaMinusLog(x float64) float64 { return digamma(x) - math.Log(x) }

// expIntegral is E₁(x) = ∫_x^∞ e^{−t}/t dt by the polynomials of Abramowitz & Stegun 5.1.53 and 5.1.54. Beyond 8, where
// it is less than 4e-5, it is taken for 0; below 1e-12 it is that of 1e-12.
func expIntegral(x float64) float64 {
	if x > 8 {
		return 0
	}
	if x <= 1 {
		x = max(x, 1e-12)
		return -math.Log(x) - 0.57721566 + x*(0.99999193+x*(-0.24991055+x*(0.05519968+x*(-0.00976004+x*0.00107857))))
	}
	return math.Exp(-x) / x * (x*x + 2.334733*x + 0.250621) / (x*x + 3.330657*x + 1.681534)
}

// sqrtCount is h(x) = Γ(x+1)/Γ(x+½), x ≥ 0. It estimates the square root of a Poisson mean m from the count x nearly
// without bias: E h(X) = √m + sqrtCountBias(m).
func sqrtCount(x float64) float64 {
	if x <= 0 {
		return inverseSqrtPi
	}
	if x > 100 {
		return math.Sqrt(x) * (1 + sqrtCountExcess(x))
	}
	up, _ := math.Lgamma(x + 1)
	down, _ := math.Lgamma(x + 0.5)
	return math.Exp(up - down)
}

// sqrtCountExcess is h(x)/√x − 1 for x > 0. Above 100 it is the asymptotic series 1/8x + 1/128x² − …, (Tricomi & Erdélyi
// 1951, The asymptotic expansion of a ratio of gamma functions, Pacific J. Math. 1): the logarithms of the gamma function
// grow with x ln x, and their difference would lose as many digits.
func sqrtCountExcess(x float64) float64 {
	if x > 100 {
		u := 1 / x
		return u * (1/8.0 + u*(1/128.0-u*(5/1024.0+u*(21/32768.0))))
	}
	return sqrtCount(x)/math.Sqrt(x) - 1
}

// sqrtCountBias is E h(X) − √m = e^{−m}/√π − √m erfc(√m) for X ~ Poisson(m). Beyond 30 it is taken for 0.
func sqrtCountBias(m float64) float64 {
	if m > 30 {
		return 0
	}
	s := math.Sqrt(m)
	return inverseSqrtPi*math.Exp(-m) - s*math.Erfc(s)
}
