package handlers

import (
	"bytes"
	"net/http"
)

// answered takes what a site answers where no reader asks: for a preview, or a page made ahead.
type answered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answered) Header() http.Header         { return a.header }
func (a *answered) WriteHeader(status int)      { a.status = status }
func (a *answered) Write(b []byte) (int, error) { return a.body.Write(b) }

func newAnswered() *answered { return &answered{header: http.Header{}, status: http.StatusOK} }
