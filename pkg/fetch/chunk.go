package fetch

import (
	"time"

	"github.com/histodrift/histodrift/pkg/plan"
)

// chunkLength is the number of evaluations of a chunk: about one window, so that a refresh fetches little again.
const chunkLength = 32

// maxEvaluations is the most evaluations of one request; Prometheus refuses more than 11,000.
const maxEvaluations = 10_000

// lateness is how long samples may still arrive, by slow scrapes and remote write; what is younger is not kept.
const lateness = 5 * time.Minute

// columns are the values of an expression at consecutive evaluations: one slice for each series, by its signature.
type columns map[string]column

type column struct {
	labels map[string]string
	values []float64 // missing where there is none.
}

// chunkID is a chunk's place: evaluations ID·chunkLength to (ID+1)·chunkLength − 1, counted in steps from 1970.
type chunkID int64

// job is one request for neighbouring chunks.
type job struct {
	first, last chunkID
	end         int64 // Last evaluation to ask for, counted in steps; before the end of the last chunk at "now".
}

// timeline counts the evaluations of a source in steps from 1970.
type timeline struct{ step, phase time.Duration }

func timelineOf(source plan.Source) timeline { return timeline{source.Step, source.Phase} }

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

func chunkOf(k int64) chunkID {
	if k < 0 {
		return chunkID((k+1)/chunkLength - 1)
	}
	return chunkID(k / chunkLength)
}

func (c chunkID) start() int64 { return int64(c) * chunkLength }
func (c chunkID) end() int64   { return int64(c)*chunkLength + chunkLength - 1 }

// settled reports whether no sample can change the chunk any more.
func (l timeline) settled(c chunkID, now time.Time) bool {
	return l.time(c.end()).Before(now.Add(-max(lateness, 2*l.step)))
}

// needs returns the chunks that hold the evaluations of a source, with the last evaluation wanted of each.
func needs(source plan.Source) map[chunkID]int64 {
	line, wanted := timelineOf(source), map[chunkID]int64{}
	for _, span := range source.Ranges {
		first, last := line.count(span.Start)+1, line.count(span.End)
		for id := chunkOf(first); id <= chunkOf(last); id++ {
			until := min(last, id.end())
			if known, ok := wanted[id]; ok {
				until = max(known, until)
			}
			wanted[id] = until
		}
	}
	return wanted
}
