package confidence_test

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// Request latencies of an hour against those of the day before: a tail has grown.
func ExampleEstimate() {
	current := []float64{120, 480, 910, 380, 90, 20}
	baseline := []float64{1400, 5200, 9100, 3500, 700, 100}
	options := confidence.Options{Level: 0.95, Ordered: true}

	v, err := confidence.Estimate(confidence.KL, current, baseline, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	floor, _ := confidence.NoiseFloor(confidence.KL, current, baseline, options)
	fmt.Printf("KL %.4f nats, 95 %% band %.4f to %.4f, noise floor %.4f\n", v.Estimate, v.Lower, v.Upper, floor)
	// Output: KL 0.0040 nats, 95 % band 0.0008 to 0.0102, noise floor 0.0022
}

// The baseline has never seen the last bucket, so nothing bounds KL from above. The Jensen–Shannon divergence always is.
func ExampleInterval() {
	current := []float64{400, 480, 100, 20}
	baseline := []float64{420, 490, 90, 0}
	for _, kind := range []confidence.Kind{confidence.KL, confidence.JS} {
		v, err := confidence.Estimate(kind, current, baseline, confidence.Options{Level: 0.95, Ordered: true})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v: %.4f to %.4f, unbounded by %v, bin → group %v\n", kind, v.Lower, v.Upper, v.UnboundedBins, v.GroupOf)
	}
	// Output:
	// KL: 0.0159 to +Inf, unbounded by [3], bin → group [0 1 2 3]
	// Jensen–Shannon: 0.0031 to 0.0114, unbounded by [], bin → group [0 1 2 3]
}

// Twelve cells of five minutes each, now and a day ago. The median of the day moves about by itself: what looks like a sure
// change of the totals is none.
func ExampleEstimateReplicated() {
	in := confidence.Replicates{
		Design: confidence.Cells,
		Current: [][]float64{
			{130, 480, 390},
			{210, 530, 260},
			{160, 500, 340},
			{120, 450, 430},
			{190, 540, 270},
			{240, 530, 230},
			{110, 460, 430},
			{170, 520, 310},
			{150, 470, 380},
			{220, 540, 240},
			{140, 500, 360},
			{180, 510, 310},
		},
		Baseline: [][]float64{
			{200, 530, 270},
			{140, 490, 370},
			{230, 550, 220},
			{170, 510, 320},
			{260, 540, 200},
			{150, 480, 370},
			{210, 520, 270},
			{180, 530, 290},
			{130, 480, 390},
			{240, 540, 220},
			{190, 510, 300},
			{220, 530, 250},
		},
	}
	v, err := confidence.EstimateReplicated(confidence.JS, in, confidence.Options{Level: 0.95, Ordered: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("JS %.4f nats, 95 %% band %.4f to %.4f, design effects %.0f and %.0f\n",
		v.Estimate, v.Lower, v.Upper, v.DesignEffectCurrent, v.DesignEffectBaseline)

	total := func(rows [][]float64) []float64 {
		out := make([]float64, 3)
		for _, row := range rows {
			for i, count := range row {
				out[i] += count
			}
		}
		return out
	}
	v, _ = confidence.Estimate(confidence.JS, total(in.Current), total(in.Baseline), confidence.Options{Level: 0.95, Ordered: true})
	fmt.Printf("As independent events: %.4f to %.4f\n", v.Lower, v.Upper)
	// Output:
	// JS 0.0006 nats, 95 % band 0.0000 to 0.0094, design effects 14 and 12
	// As independent events: 0.0006 to 0.0018
}
