@NullMarked
package org.p2f.catalog.webhook;

import org.jspecify.annotations.NullMarked;
