"""The browser side: everything that knows Playwright."""
