package traffic_test

import (
	"testing"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

func BenchmarkScrape(b *testing.B) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	fleet, err := traffic.NewFleet(scenario.All(), traffic.Options{Seed: 1, Scrape: 15 * time.Second, Start: now.Add(-time.Hour), Now: now})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		fleet[i%len(fleet)].Scrape()
	}
}
