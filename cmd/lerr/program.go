package main

import (
	"context"
	"log/slog"
	"time"

	"lerr/data"
	"lerr/handlers"
	"lerr/internal/publish"
	"lerr/internal/report"
)

// programPoll is the time between two looks at whether the site shows other files.
const programPoll = time.Second

// programLog keeps the transparency log complete: it has the texts that this version of the program ships with, and
// each file that the site shows. A renamed country changes the files of all half-years.
type programLog struct {
	service *publish.Service
	public  *handlers.Site
	log     *slog.Logger
	shown   *report.Archive // whose files were recorded last
}

// run records until ctx ends. It logs an error once and tries again.
func (p *programLog) run(ctx context.Context) {
	repeatLogged(ctx, programPoll, p.log, "the transparency log lacks files or texts that are shown", p.step)
}

// step records what is shown, unless it did so before.
func (p *programLog) step(ctx context.Context) error {
	shown := p.public.Archive()
	if shown == p.shown {
		return nil
	}
	if err := logProgram(ctx, p.service, p.public); err != nil {
		return err
	}
	p.shown = shown
	return nil
}

// logProgram records in the transparency log what this version of the program shows of itself.
func logProgram(ctx context.Context, service *publish.Service, public *handlers.Site) error {
	texts, err := data.TextsHash()
	if err != nil {
		return err
	}
	return service.LogProgram(ctx, publish.Program{Version: version, Texts: texts, Files: public.FileHashes})
}
