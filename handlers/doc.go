// Package handlers is HTTP in and HTTP out, and the only place that knows Echo.
//
// The public site is given an archive and never a store, so it cannot show what is not public.
// Handlers parse into report's types, return errors, and decide nothing; errors.go maps errors to
// answers once. Start reading at routes.go.
package handlers
