package web

import "net/http"

// statusRecorder notes the status and the size of a response while it is sent.
type statusRecorder struct {
	http.ResponseWriter
	beforeHeaders func(http.Header)
	status        int
	size          int64
}

// WriteHeader sends the status line and the headers.
func (r *statusRecorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
		if r.beforeHeaders != nil {
			r.beforeHeaders(r.Header())
		}
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write sends a part of the body.
func (r *statusRecorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	n, err := r.ResponseWriter.Write(b)
	r.size += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer below.
func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
