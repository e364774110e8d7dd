package control

import "net/http"

// Handler serves /lab/inject. What comes from a page of another origin is refused: a page somewhere on the web must not
// drive a lab that runs on its reader's machine.
func Handler(lab Lab, drifts *Drifts) http.Handler {
	mux := http.NewServeMux()
	i := injections{lab, drifts}
	mux.HandleFunc("GET /lab/inject", i.list)
	mux.HandleFunc("POST /lab/inject", i.start)
	mux.HandleFunc("DELETE /lab/inject", i.end)
	return http.NewCrossOriginProtection().Handler(mux)
}
