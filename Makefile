.PHONY: run test ci fmt vendor
run: ## serve on http://127.0.0.1:8080
	go run ./cmd/mockroom
test: ## all tests; browser tests skip without Chromium
	go test ./...
ci: ## what has to hold before a change lands
	.ci/run
fmt:
	gofmt -w cmd server problems static/*.go
	cd static && npx prettier --write js vendor/*.mjs
vendor: ## bundle third parties again, after npm ci
	cd static && npm ci && npm run vendor
