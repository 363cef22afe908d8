package org.p2f.catalog.job;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param root directory of the jobs' workspaces; shared by all workers of a service, or another
 *     worker cannot go on where a dead one stopped
 */
@ConfigurationProperties("p2f.workspace")
record WorkspaceProperties(Path root) {}
