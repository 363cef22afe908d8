package org.p2f.catalog.storage;

/** An object that lies in the store. */
public record StoredObject(String sha256, long bytes) {}
