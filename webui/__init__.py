"""The pages that people look at: the playground, and the application that serves it."""
