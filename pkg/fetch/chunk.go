package fetch

import (
	"time"

	"github.com/histodrift/histodrift/pkg/plan"
)

// cellsPerChunk is the number of evaluations of a chunk of cells: few, because the chunk at "now" is fetched again and
// again. A direct window is a chunk of its own: each more would make the server read a whole window more.
const cellsPerChunk = 8

// maxEvaluations is the most evaluations of one request; Prometheus refuses more than 11,000.
const maxEvaluations = 10_000

// lateness is how long samples may still arrive, by slow scrapes and remote write; what is younger is not kept.
const lateness = 5 * time.Minute

// columns are the values of an expression at consecutive evaluations: one slice for each part of each series.
type columns map[columnKey]column

type column struct {
	labels map[string]string
	values []float64 // missing where there is none.
}

// chunkID is a chunk's place: with chunks of n evaluations, chunk i holds i·n to i·n + n − 1, counted in steps from 1970.
type chunkID int64

// job is one request for neighbouring chunks.
type job struct {
	first, last chunkID
	end         int64 // Last evaluation to ask for, counted in steps; before the end of the last chunk at "now".
}

// timeline counts the evaluations of a source in steps from 1970, and cuts them into chunks.
type timeline struct {
	step, phase time.Duration
	chunk       int64 // Evaluations of a chunk.
}

func timelineOf(source plan.Source) timeline {
	line := timeline{step: source.Step, phase: source.Phase, chunk: 1}
	if source.Cell == source.Step {
		line.chunk = cellsPerChunk
	}
	return line
}

func (l timeline) count(t time.Time) int64 {
	ns := t.Add(-l.phase).UnixNano()
	k := ns / int64(l.step)
	if ns%int64(l.step) < 0 {
		k--
	}
	return k
}

func (l timeline) time(k int64) time.Time {
	return time.Unix(0, k*int64(l.step)).Add(l.phase).UTC()
}

func (l timeline) chunkOf(k int64) chunkID {
	if k < 0 {
		return chunkID((k+1)/l.chunk - 1)
	}
	return chunkID(k / l.chunk)
}

func (l timeline) start(id chunkID) int64 { return int64(id) * l.chunk }
func (l timeline) end(id chunkID) int64   { return int64(id)*l.chunk + l.chunk - 1 }

// settled reports whether no sample can change the chunk any more.
func (l timeline) settled(c chunkID, now time.Time) bool {
	return l.time(l.end(c)).Before(now.Add(-max(lateness, 2*l.step)))
}

// needs returns the chunks that hold the evaluations of a source, with the last evaluation wanted of each.
func needs(source plan.Source) map[chunkID]int64 {
	line, wanted := timelineOf(source), map[chunkID]int64{}
	for _, span := range source.Ranges {
		first, last := line.count(span.Start)+1, line.count(span.End)
		for id := line.chunkOf(first); id <= line.chunkOf(last); id++ {
			until := min(last, line.end(id))
			if known, ok := wanted[id]; ok {
				until = max(known, until)
			}
			wanted[id] = until
		}
	}
	return wanted
}
