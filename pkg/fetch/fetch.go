// Package fetch runs a plan: it gets the values of each source from the server, once, in bounded parallel requests cut
// at fixed times, and keeps what can no longer change.
package fetch

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"resenje.org/singleflight"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Server answers range queries; *promapi.Client is one.
type Server interface {
	QueryRange(ctx context.Context, query promapi.RangeQuery, budget *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error)
}

// maxParallel bounds the requests that one data source has under way, so that a full dashboard does not flood a server.
const maxParallel = 8

// Fetcher belongs to one data source. It is safe for concurrent use.
type Fetcher struct {
	server Server
	limits settings.Limits
	clock  func() time.Time
	slots  chan struct{}
	flight singleflight.Group[flightKey, reply]
	cache  *cache
}

// New returns a fetcher. clock tells the time, which decides what is settled.
func New(server Server, limits settings.Limits, clock func() time.Time) *Fetcher {
	return &Fetcher{server: server, limits: limits, clock: clock, slots: make(chan struct{}, maxParallel), cache: newCache()}
}

// Result is what a plan's sources answered.
type Result struct {
	Answers  []Answer // One for each source of the plan.
	Warnings []promapi.Warning
	Cost     Cost
}

// Cost is what a query made the server do.
type Cost struct {
	Requests  int   `json:"requests"`
	Samples   int   `json:"samples"`
	Bytes     int64 `json:"bytes"`
	CacheHits int   `json:"cacheHits"` // Chunks that were kept from before.
}

// flightKey names a request; equal ones that are under way at the same time run once.
type flightKey struct {
	cacheKey
	end    int64
	series int // How many the answer may have.
}

// reply is the answer to one request, cut into chunks.
type reply struct {
	chunks   map[chunkID]columns
	warnings []promapi.Warning
	stats    promapi.Stats
}

// Run fetches all sources of a plan. identity separates users whose requests carry their own credentials. The error is
// a *fault.Error; the first one stops all requests.
func (f *Fetcher) Run(ctx context.Context, p plan.Plan, identity string) (Result, error) {
	var result Result
	parts := make([]*assembly, len(p.Sources))
	jobs := make([][]job, len(p.Sources))
	for i, source := range p.Sources {
		parts[i] = newAssembly(source, f.limitsOf(source))
		kept, missing := f.recall(source, identity)
		result.Cost.CacheHits += len(kept)
		if err := parts[i].add(kept); err != nil {
			return Result{}, err
		}
		jobs[i] = missing
	}
	if err := f.fill(ctx, p.Sources, jobs, parts, identity, &result); err != nil {
		return Result{}, err
	}
	for _, part := range parts {
		result.Answers = append(result.Answers, part.answer())
	}
	slices.SortFunc(result.Warnings, func(a, b promapi.Warning) int { return strings.Compare(a.Text, b.Text) })
	result.Warnings = slices.Compact(result.Warnings)
	return result, nil
}

// limitsOf are the limits of a source's answer.
func (f *Fetcher) limitsOf(source plan.Source) settings.Limits {
	limits := f.limits
	limits.Series = max(limits.Series, source.Series)
	return limits
}

// fill makes the requests for what is missing and adds their answers to the parts.
func (f *Fetcher) fill(ctx context.Context, sources []plan.Source, jobs [][]job, parts []*assembly, identity string, result *Result) error {
	budget := promapi.NewBudget(f.limits.Bytes)
	group, ctx := errgroup.WithContext(ctx)
	var mu sync.Mutex
	for i, source := range sources {
		for _, one := range jobs[i] {
			group.Go(func() (err error) {
				defer fault.Recover(&err)
				answer, err := f.request(ctx, source, one, identity, budget)
				if err != nil {
					return ofField(err, source.Field)
				}
				mu.Lock()
				defer mu.Unlock()
				result.Warnings = append(result.Warnings, answer.warnings...)
				result.Cost.add(answer.stats)
				return parts[i].add(answer.chunks)
			})
		}
	}
	return group.Wait()
}

// ofField names the field of the query whose PromQL the server refused.
func ofField(err error, field string) error {
	failed := fault.From(err)
	if field == "" || failed.Field != "" || failed.Category != fault.Rejected {
		return err
	}
	named := *failed
	named.Field = field
	return &named
}

// recall returns the chunks of a source that are kept, and the requests for the others: neighbours together.
func (f *Fetcher) recall(source plan.Source, identity string) (map[chunkID]columns, []job) {
	line, wanted, now := timelineOf(source), needs(source), f.clock()
	kept := map[chunkID]columns{}
	var jobs []job
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		if chunk, ok := f.cache.get(keyOf(source, identity, id)); ok {
			kept[id] = chunk
			continue
		}
		end := wanted[id]
		if line.settled(id, now) {
			end = line.end(id) // Whole, so that it can be kept.
		}
		last := len(jobs) - 1
		if last >= 0 && jobs[last].last == id-1 && jobs[last].end == line.end(id-1) && end-line.start(jobs[last].first) < maxEvaluations {
			jobs[last].last, jobs[last].end = id, end
			continue
		}
		jobs = append(jobs, job{first: id, last: id, end: end})
	}
	return kept, jobs
}

func keyOf(source plan.Source, identity string, id chunkID) cacheKey {
	return cacheKey{expr: source.Expr, timeline: timelineOf(source), identity: identity, id: id}
}

// request makes one request, unless an equal one is under way, and keeps the settled chunks of its answer.
func (f *Fetcher) request(ctx context.Context, source plan.Source, one job, identity string, budget *promapi.Budget) (reply, error) {
	key := flightKey{keyOf(source, identity, one.first), one.end, f.limitsOf(source).Series}
	answer, _, err := f.flight.Do(ctx, key, func(ctx context.Context) (answer reply, err error) {
		defer fault.Recover(&err)
		select {
		case f.slots <- struct{}{}:
			defer func() { <-f.slots }()
		case <-ctx.Done():
			return reply{}, ctx.Err()
		}
		now := f.clock() // Before asking: what settles while the server answers may be missing from the answer.
		answer, err = f.ask(ctx, source, one, budget)
		if err == nil {
			f.keep(source, identity, one, answer, now)
		}
		return answer, err
	})
	if err != nil {
		return reply{}, canceled(err)
	}
	return answer, nil
}

// keep puts the settled chunks of an answer into the cache; not the last one if it was not asked for as a whole.
func (f *Fetcher) keep(source plan.Source, identity string, one job, answer reply, now time.Time) {
	line := timelineOf(source)
	for id, chunk := range answer.chunks {
		if line.settled(id, now) && line.end(id) <= one.end {
			f.cache.put(keyOf(source, identity, id), chunk)
		}
	}
}

// canceled says why a request was not even made. Faults stay what they are: one of a slow server has a deadline as its
// cause, too.
func canceled(err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Canceled, "the query was canceled", "").Because(err)
	}
	return err
}

// ask sends one range query and cuts the answer into chunks while it arrives.
func (f *Fetcher) ask(ctx context.Context, source plan.Source, one job, budget *promapi.Budget) (reply, error) {
	line := timelineOf(source)
	query := promapi.RangeQuery{Expr: source.Expr, Start: line.time(line.start(one.first)), End: line.time(one.end), Step: source.Step}
	cut := newCutter(one, line, f.limitsOf(source))
	stats, warnings, err := f.server.QueryRange(ctx, query, budget, cut.series)
	return reply{chunks: cut.chunks, warnings: warnings, stats: stats}, err
}

func (c *Cost) add(stats promapi.Stats) {
	c.Requests++
	c.Samples += stats.Samples
	c.Bytes += stats.Bytes
}
