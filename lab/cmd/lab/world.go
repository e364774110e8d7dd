package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/histodrift/histodrift/lab"
)

// world is what two labs must have in common to count alike.
type world struct {
	file    string
	Now     time.Time     `json:"now"`
	History time.Duration `json:"historyNanoseconds"`
	Scrape  time.Duration `json:"scrapeNanoseconds"`
	Seed    uint64        `json:"seed"`
	Quiet   bool          `json:"quiet"`
	// Injections are those that the blocks hold.
	Injections []lab.Injection `json:"injections,omitempty"`

	flagged []lab.Injection
}

func worldFlags(flags *flag.FlagSet) *world {
	w := &world{}
	flags.StringVar(&w.file, "world", "", "world file written by lab blocks: go on where its blocks end (it wins over --history, --scrape, --seed and --quiet)")
	flags.DurationVar(&w.History, "history", lab.DefaultHistory, "how far the data reach back")
	flags.DurationVar(&w.Scrape, "scrape", 15*time.Second, "time between two samples")
	flags.Uint64Var(&w.Seed, "seed", 1, "seed of all randomness; not 0")
	flags.BoolVar(&w.Quiet, "quiet", false, "no drift happens by its schedule: only those injected do")
	flags.Func("inject", "drift to make active, as <drift>@<begin>/<length> with the beginning relative to now: cart-slow@-2h/3h; repeatable", func(text string) error {
		i, err := lab.ParseInjection(text)
		w.flagged = append(w.flagged, i)
		return err
	})
	return w
}

// options turns the flags, or the world file they name, into a lab's options.
func (w *world) options(dir string) (lab.Options, error) {
	w.Now = time.Now().UTC().Truncate(time.Minute)
	if w.file != "" {
		text, err := os.ReadFile(w.file)
		if err != nil {
			return lab.Options{}, err
		}
		if err := json.Unmarshal(text, w); err != nil {
			return lab.Options{}, fmt.Errorf("world file %s: %w", w.file, err)
		}
		for _, i := range w.flagged {
			if i.After < 0 {
				return lab.Options{}, fmt.Errorf("injection %s begins before the end of the blocks, which were written without it: let it begin at 0s or later", i)
			}
		}
	}
	if w.History <= 0 || w.Scrape <= 0 || w.Seed == 0 {
		return lab.Options{}, fmt.Errorf("history %v, scrape %v and seed %d must be positive", w.History, w.Scrape, w.Seed)
	}
	return lab.Options{
		Now: w.Now, History: w.History, Scrape: w.Scrape, Seed: w.Seed, Dir: dir,
		Quiet: w.Quiet, Injections: slices.Concat(w.Injections, w.flagged),
	}, nil
}

// saveWorld writes the world file into dir, where a Prometheus does not mind it, and returns its path.
func saveWorld(dir string, o lab.Options) (string, error) {
	text, err := json.Marshal(world{
		Now: o.Now, History: o.History, Scrape: o.Scrape, Seed: o.Seed, Quiet: o.Quiet, Injections: o.Injections,
	})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "lab.json")
	return path, os.WriteFile(path, append(text, '\n'), 0o644)
}
