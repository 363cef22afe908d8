/** What the settings of all services are checked by. */
@NullMarked
package org.p2f.catalog.settings;

import org.jspecify.annotations.NullMarked;
