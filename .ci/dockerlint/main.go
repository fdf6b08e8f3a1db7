// Command dockerlint checks a Dockerfile with the rules of BuildKit's own linter, the ones that
// "docker build --check" applies, without a Docker engine and without asking an image registry.
//
// It is a module of its own, so that BuildKit never becomes a dependency of convene.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/opencontainers/go-digest"
	specs "github.com/opencontainers/image-spec/specs-go/v1"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: dockerlint DOCKERFILE")
		os.Exit(2)
	}
	found, err := lint(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "dockerlint:", err)
		os.Exit(2)
	}
	for _, line := range found {
		fmt.Println(line)
	}
	if len(found) > 0 {
		os.Exit(1)
	}
}

// lint returns one line for each finding in the Dockerfile at path, every stage included.
func lint(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var found []string
	source := llb.NewSourceMap(nil, path, "Dockerfile", text)
	source.Definition = &llb.Definition{} // nothing is built from it, but a nil one is dereferenced
	results, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{
		Config:       dockerui.Config{BuildArgs: map[string]string{}},
		SourceMap:    source,
		MetaResolver: emptyImages{},
	})
	if err != nil {
		return nil, err
	}
	for _, w := range results.Warnings {
		line := int32(0)
		if w.Location != nil && len(w.Location.Ranges) > 0 {
			line = w.Location.Ranges[0].Start.Line
		}
		found = append(found, fmt.Sprintf("%s:%d: %s (%s)", path, line, w.Detail, w.RuleName))
	}
	if results.Error != nil {
		found = append(found, fmt.Sprintf("%s: %s", path, results.Error.Message))
	}
	return found, nil
}

// emptyImages answers for every base image with an empty configuration: the rules look at the
// Dockerfile, not at what its base images contain.
type emptyImages struct{}

func (emptyImages) ResolveImageConfig(_ context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	var image specs.Image
	if p := opt.ImageOpt; p != nil && p.Platform != nil {
		image.Platform = *p.Platform
	}
	config, err := json.Marshal(image)
	return ref, digest.FromBytes(config), config, err
}
