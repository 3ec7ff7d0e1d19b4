"""The ports of `synth.runtime` over boto3. What imports this needs boto3 on sys.path; it is imported after inputs have been validated."""
