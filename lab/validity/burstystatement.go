package main

import "fmt"

// replicateStatement is what the band of replicates is said to keep in each cell, at a level of 95 %.
type replicateStatement struct {
	noise string
	least float64
	rows  int // Of so many replicates and more.
}

var replicateStatements = []replicateStatement{
	{"bursts, design effect 3", 0.94, 6},
	{"bursts, design effect 30", 0.94, 6},
	{"drifting, φ = 0", 0.92, 12},
	{"other pods", 0.94, 6},
	{"same pods", 0.92, 6},
}

// burstyDoubts compares what is stated with what was seen. Nothing is stated of blocks and of drifts with a memory: there
// the tables speak for themselves.
func burstyDoubts(outcomes []*outcome) (all []doubt) {
	for _, s := range replicateStatements {
		of := filter(outcomes, judged, func(o *outcome) bool {
			return o.noise == s.noise && o.replicates >= s.rows && o.method.name != ours.name && o.method.name != byBlocks.name
		})
		for _, o := range of {
			all = append(all, doubt{fmt.Sprintf("coverage of %s, %v", o.measure.name, o.cell), s.least - o.coverage(), s.least, o.bounded})
		}
	}
	return all
}
