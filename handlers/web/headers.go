package web

// Policy is the Content-Security-Policy of both sites: what the site itself serves and nothing else,
// so no inline script or style, no other host, no frame.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'"

// CommonHeaders returns the headers of every response of both sites, followed by more: name, value,
// name, value.
func CommonHeaders(more ...string) []string {
	return append([]string{
		"Content-Security-Policy", Policy,
		"Strict-Transport-Security", "max-age=63072000; includeSubDomains",
		"X-Content-Type-Options", "nosniff",
		"Cross-Origin-Opener-Policy", "same-origin",
		"Cross-Origin-Resource-Policy", "same-origin",
		"Permissions-Policy", "camera=(), geolocation=(), microphone=()",
	}, more...)
}
