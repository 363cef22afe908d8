/** The deployment files, held against the schemas of what reads them. */
@NullMarked
package org.p2f.deployment;

import org.jspecify.annotations.NullMarked;
