package host

import (
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// health is the answer to "Save & test".
type health struct {
	Status  string          `json:"status"`
	Message string          `json:"message"`
	Details json.RawMessage `json:"details,omitempty"`
}

// health answers as Grafana does: status 400 where the check failed.
func (h *Host) health(w http.ResponseWriter, r *http.Request) {
	result, err := h.datasource.CheckHealth(r.Context(), &backend.CheckHealthRequest{PluginContext: h.context})
	if err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	status := http.StatusOK
	if result.Status != backend.HealthStatusOk {
		status = http.StatusBadRequest
	}
	answer(w, status, health{Status: result.Status.String(), Message: result.Message, Details: result.JSONDetails})
}
