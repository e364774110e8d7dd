package host

import (
	"io"
	"maps"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// resource passes a request on to the data source's own resources.
func (h *Host) resource(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		refuse(w, http.StatusBadRequest, "the body can't be read: "+err.Error())
		return
	}
	path := r.PathValue("path")
	request := &backend.CallResourceRequest{PluginContext: h.context, Path: path, Method: r.Method, URL: path + "?" + r.URL.RawQuery, Body: body}
	err = h.datasource.CallResource(r.Context(), request, backend.CallResourceResponseSenderFunc(func(part *backend.CallResourceResponse) error {
		maps.Copy(w.Header(), part.Headers)
		if part.Status > 0 {
			w.WriteHeader(part.Status)
		}
		_, err := w.Write(part.Body)
		return err
	}))
	if err != nil && r.Context().Err() == nil {
		refuse(w, http.StatusInternalServerError, err.Error())
	}
}
