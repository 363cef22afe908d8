/** What a domain needs to refuse a plan; pure, so that a domain may know it. */
@NullMarked
package org.p2f.kit.plan;

import org.jspecify.annotations.NullMarked;
