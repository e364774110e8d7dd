package control

import (
	"net/http"
	"time"
)

// Handler serves the control page at /lab/, the injections at /lab/inject and the notifications at /lab/alerts. What comes
// from a page of another origin is refused: a page somewhere on the web must not drive a lab that runs on its reader's
// machine. Clock tells when notifications come.
func Handler(lab Lab, drifts *Drifts, clock func() time.Time) http.Handler {
	mux := http.NewServeMux()
	i := injections{lab, drifts}
	mux.HandleFunc("GET /lab/inject", i.list)
	mux.HandleFunc("POST /lab/inject", i.start)
	mux.HandleFunc("DELETE /lab/inject", i.end)
	received := &inbox{clock: clock}
	mux.HandleFunc("GET /lab/alerts", received.list)
	mux.HandleFunc("POST /lab/alerts", received.receive)
	p := page{injections: i, inbox: received}
	mux.HandleFunc("GET /lab/{$}", p.show)
	mux.HandleFunc("POST /lab/{$}", p.act)
	return http.NewCrossOriginProtection().Handler(mux)
}
