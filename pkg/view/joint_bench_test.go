package view_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// What a band over so many features of 12 buckets costs, with 24 cells a window, for 60 points.
func BenchmarkJoint(b *testing.B) {
	for _, features := range []int{1, 12, 48, 144} {
		b.Run(strconv.Itoa(features), func(b *testing.B) {
			var rows []row
			for f := range features {
				bounds, current, baseline := make([]string, 12), make([]float64, 12), make([]float64, 12)
				for i := range 12 {
					bounds[i], current[i], baseline[i] = strconv.Itoa(i+1), float64(20+(i*7+f)%13), float64(20+(i*5+f)%11)
				}
				bounds[11] = "+Inf"
				for _, one := range featureOf(fmt.Sprintf("f%d", f), bounds, current, baseline) {
					before, now := one.baseline, one.current
					one.at = func(t time.Time) float64 { // Bursts.
						if t.After(noon.Add(-30 * time.Minute)) {
							return now * float64(1+t.Minute()%3)
						}
						return before * float64(1+t.Minute()%4)
					}
					rows = append(rows, one)
				}
			}
			query, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"24m","baseline":{"offset":"48m"},"replicates":"cells","joint":["feature"]}`))
			if err != nil {
				b.Fatal(err)
			}
			p, err := plan.Build(query, plan.Timing{From: noon.Add(-time.Hour), To: now, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
			if err != nil {
				b.Fatal(err)
			}
			fetched, err := fetch.New(server{"": rows}, settings.DefaultLimits, func() time.Time { return now }).Run(b.Context(), p, "")
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := view.Divergence(b.Context(), query, p, fetched.Answers, settings.DefaultLimits); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
