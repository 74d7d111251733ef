export const storageKey = 'holdpoint.preferences'

/** Runs before the first paint, so that rows and navigation have their size at once. Style sheets read the attributes. */
export const preferencesScript = `try{var p=JSON.parse(localStorage.getItem('${storageKey}'))||{},d=document.documentElement.dataset;d.density=p.density==='compact'?'compact':'normal';d.navigation=p.navigation==='narrow'?'narrow':'wide'}catch(e){}`
