package org.p2f.catalog.artifact;

/**
 * One file of an artifact.
 *
 * @param name file name inside the artifact, letters, digits, '.', '_' and '-'
 * @param mediaType IANA media type, for downloads
 * @param bytes length in bytes
 * @param sha256 lower-case hexadecimal SHA-256 of the content, and its address in the object store
 */
public record ArtifactFile(String name, String mediaType, long bytes, String sha256) {}
