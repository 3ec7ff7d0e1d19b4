"""`Bot` in a definition: the workflows that say on a pull request what it changes in meaning. What they post is `synth.bot`."""
