package org.p2f.local.platform;

import java.net.URI;

/**
 * A program of the platform that runs.
 *
 * @param url its base URL
 * @param process the program itself, for those who watch or harm it
 */
public record Instance(URI url, ProcessHandle process) {}
