package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/histodrift/histodrift/pkg/promapi"
)

// The names under which the server knows the counts, whatever a rule calls its metric.
const (
	histogramName = "simulated_seconds" // Buckets, by le.
	categoryName  = "simulated_total"   // The same counts, each bin as a category.
	groupLabel    = "group"
	categoryLabel = "bin"
)

// server answers range queries with the counts of a world, in the place of Prometheus. It sums what was gained in
// (t − step, t] of each evaluation, as `increase` of a server that loses nothing between two cells does.
type server struct {
	*world
	groups []*group
}

// QueryRange implements fetch.Server.
func (s server) QueryRange(_ context.Context, query promapi.RangeQuery, _ *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error) {
	if strings.HasPrefix(query.Expr, "count ") { // How many series have which bounds: all have all.
		return promapi.Stats{}, nil, nil
	}
	classic := strings.Contains(query.Expr, histogramName+"_bucket")
	if !classic && !strings.Contains(query.Expr, categoryName) {
		return promapi.Stats{}, nil, fmt.Errorf("the simulation has no %s", query.Expr)
	}
	if query.Step%time.Minute != 0 || query.Start.Sub(s.start)%time.Minute != 0 {
		return promapi.Stats{}, nil, fmt.Errorf("steps of %v: the simulation counts whole minutes", query.Step)
	}
	n := int(query.End.Sub(query.Start)/query.Step) + 1
	sums, samples := make([]int32, n*bins), make([]promapi.Sample, n)
	for _, g := range s.groups {
		s.sum(g, query, sums)
		for b := range bins {
			labels := map[string]string{groupLabel: g.name}
			if classic {
				labels["le"] = boundText(b)
			} else {
				labels[categoryLabel] = "c" + boundText(b)
			}
			for i := range samples {
				value := sums[i*bins+b]
				for below := 0; classic && below < b; below++ {
					value += sums[i*bins+below]
				}
				samples[i] = promapi.Sample{Time: query.Start.Add(time.Duration(i) * query.Step).UnixMilli(), Value: float64(max(value, 0))}
			}
			if err := sink(labels, samples); err != nil {
				return promapi.Stats{}, nil, err
			}
		}
	}
	return promapi.Stats{}, nil, nil
}

// sum adds up the minutes of each evaluation. Before the first minute there is nothing.
func (s server) sum(g *group, query promapi.RangeQuery, sums []int32) {
	clear(sums)
	length := int(query.Step / time.Minute)
	end := int(query.Start.Sub(s.start) / time.Minute) // One behind the last minute of the first evaluation.
	for i := range len(sums) / bins {
		for m := max(end+(i-1)*length, 0); m < min(end+i*length, s.minutes); m++ {
			for b, count := range g.counts[m*bins : (m+1)*bins] {
				sums[i*bins+b] += int32(count)
			}
		}
	}
}

func boundText(bin int) string {
	if bin == len(bounds) {
		return "+Inf"
	}
	return strconv.FormatFloat(bounds[bin], 'g', -1, 64)
}
