/** What a shell reads to complete kafka-lab's command lines: short scripts, for the answers come from `__complete`. */

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

// Bash as old as 3.2, which macOS has: no mapfile, and compopt may be missing.
const bash = String.raw`# kafka-lab: completion for bash
_kafka_lab() {
  local program=kafka-lab answer kind candidate
  # A path that was typed is the program that is meant.
  case "\${COMP_WORDS[0]}" in */*) program="\${COMP_WORDS[0]/#\~/$HOME}" ;; esac
  COMPREPLY=()
  answer="$("$program" __complete --bash "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null </dev/null)"
  kind="\${answer%%$'\n'*}"
  if [ "$kind" = files ]; then
    # As bash completes the path of any command; 3.2 cannot be told to, and names of several lines fall apart there.
    compopt -o default 2>/dev/null ||
      while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "$2")
  elif [ "$kind" != "$answer" ]; then
    while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done <<<"\${answer#*$'\n'}"
  fi
  # A value follows at once.
  case "\${COMPREPLY[0]}" in *=) compopt -o nospace 2>/dev/null ;; esac
}
complete -F _kafka_lab kafka-lab
`.replaceAll('\\${', '${');

const zsh = String.raw`#compdef kafka-lab
# kafka-lab: completion for zsh
_kafka-lab() {
  local program=kafka-lab answer kind value description
  # PREFIX is without the quote that is open; with it, and as if it ended here, quotes can be taken away.
  local typed="$QIPREFIX$PREFIX\${compstate[quote][-1]}"
  local -a candidates
  # A path that was typed is the program that is meant.
  [[ $words[1] == */* ]] && program=\${~words[1]}
  answer="$($program __complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)typed}" 2>/dev/null </dev/null)"
  kind="\${answer%%$'\n'*}"
  if [[ $kind == files ]]; then
    # After --file= the path is a part of the word.
    compset -P '--[a-z-]##='
    _files
    return
  fi
  [[ $kind == "$answer" ]] && return 1
  while IFS=$'\t' read -r value description; do
    # Of a candidate, the first colon without a backslash begins the description.
    candidates+=("\${\${value//\\/\\\\}//:/\\:}\${description:+:$description}")
  done <<<"\${answer#*$'\n'}"
  local -a suffix
  # A value follows at once.
  [[ $candidates[1] == *= ]] && suffix=(-S '')
  _describe -V kafka-lab candidates "\${suffix[@]}"
}
# As a file of this name in $fpath it is called at once; sourced, it waits for the key.
if [[ $funcstack[1] == _kafka-lab ]]; then
  _kafka-lab "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i; }
  compdef _kafka-lab kafka-lab
fi
`.replaceAll('\\${', '${');

const fish = String.raw`# kafka-lab: completion for fish
function __kafka_lab_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    # As the program would get it: without quotes, also one that is still open.
    set -l current (string unescape -- "$typed")
    set -l program kafka-lab
    # A path that was typed is the program that is meant.
    string match -q '*/*' -- $words[1]; and set program (string replace -r '^~(?=/)' "$HOME" -- $words[1])
    # Of one that is not there, fish would complain in the middle of the line.
    command -q -- $program; or return
    set -e words[1]
    set -l answer ($program __complete -- $words "$current" 2>/dev/null </dev/null)
    if test "$answer[1]" = files
        # As fish completes the path of any command, quotes and ~ included; after --file= it is a part of the word.
        set -l flag (string match -r -- '^--[a-z-]+=' "$typed")
        complete -C "'' "(string replace -r -- '^--[a-z-]+=' '' "$typed") | string replace -r -- '^' "$flag"
    else if test (count $answer) -gt 1
        printf '%s\n' $answer[2..-1]
    end
end
complete -c kafka-lab -e
complete -c kafka-lab -f -a '(__kafka_lab_complete)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

export function completionScript(shell: Shell): string {
  return scripts[shell];
}

/** What to type, or to write into the file that the shell reads at its start. */
export const installations: Readonly<Record<Shell, string>> = {
  bash: 'source <(kafka-lab completion bash)   in ~/.bashrc (bash 3.2: eval "$(kafka-lab completion bash)")',
  zsh: 'source <(kafka-lab completion zsh)   in ~/.zshrc',
  fish: 'kafka-lab completion fish > ~/.config/fish/completions/kafka-lab.fish',
};
