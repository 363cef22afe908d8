package org.p2f.catalog.artifact;

/** Which job recorded which artifact. */
record JobArtifact(String jobId, String artifactId) {}
