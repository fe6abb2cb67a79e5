import { createFloor } from '/work/main/server/simulation/floor.ts';
const at = Date.parse(process.argv[2] ?? '2025-06-04T07:30:00Z');
const min = Number(process.argv[3] ?? 150);
const f = createFloor({source:'floor',generation:'g',seed:process.argv[4]??'1',timeline:{realStartAt:at,worldStartAt:at,speed:1},agents:2000,load:1,incident:(process.argv[5] as any)??'none'});
let n=0; const t0=performance.now(); const all:any[]=[];
for(;;){const b=f.run(at+min*60000,1900); if(!b.length)break; n+=b.length; for (const e of b) all.push(e);}
const ms=performance.now()-t0; console.log(n,'events',(n/ms*1000|0),'/s', ms|0,'ms');
// stats after 30 min
const from=at+30*60000;
const q=new Map<string,any>(), per=new Map<string,any>(); const types:any={}; let res={resolved:0,handed_over:0,left:0} as any, nps=[0,0,0];
const st=new Map<string,string>(); const occ={on:0,avail:0,break:0}; 
const byState:any={}; const mins:any[]=[]; let nextMin=from; const waitingBy:any={};
const agentSlots=new Map<string,any>();
for(const e of all){const t=Date.parse(e.time); const d=e.data;
 while(t>=nextMin){const c:any={}; for(const s of st.values())c[s]=(c[s]??0)+1; mins.push(c); nextMin+=60000;}
 if(e.type==='agent.state'){st.set(d.agent,d.state);}
 if(e.type==='contact.queued')q.set(d.visit,{t,q:d.queue});
 if(t<from){continue}
 types[e.type]=(types[e.type]??0)+1;
 if(e.type==='assistant.ended')res[d.outcome]++;
 if(e.type==='contact.answered'||e.type==='contact.left'){const v=q.get(d.visit); for(const key of [v.q,'ALL']){const p=per.get(key)??{a:0,l:0,w:0,r:{},sl:0}; per.set(key,p); if(e.type==='contact.answered'){p.a++;p.w+=t-v.t; if(t-v.t<=30000)p.sl++}else{p.l++;p.r[d.reason]=(p.r[d.reason]??0)+1}}}
 if(e.type==='survey.answered'&&d.metric==='nps')nps[d.score>=9?0:d.score>=7?1:2]++;
}
const hours=(min-30)/60;

const s=res.resolved+res.handed_over+res.left; console.log('res',res.resolved/s,res.handed_over/s,res.left/s,'req/s',s/hours/3600);
for(const [k,p] of per)console.log(k.padEnd(10),'ans/s',(p.a/hours/3600).toFixed(2),'asa',(p.w/p.a/1000).toFixed(1),'sl',(p.sl/p.a).toFixed(2),'ab',((p.r.abandoned??0)/(p.a+p.l)).toFixed(3),JSON.stringify(p.r));
const tot:any={};for(const m of mins)for(const k in m)tot[k]=(tot[k]??0)+m[k]/mins.length; console.log(tot); 
const signed=Object.entries(tot).filter(([k])=>k!=='offline').reduce((a,[,v])=>a+(v as number),0); console.log('signed',signed,'occ',((tot.contact+tot.wrapup)/(signed-(tot.break??0))).toFixed(3));
console.log('nps',nps,(100*(nps[0]-nps[2])/(nps[0]+nps[1]+nps[2])).toFixed(1));
